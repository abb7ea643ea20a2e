// What is asked of every screen: nothing that axe objects to, and no sideways scrolling.
import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';

interface Look {
  locale: 'en-US' | 'zh-TW';
  theme: 'light' | 'dark';
  size: { width: number; height: number };
}

/** How parts of the product are looked at: both languages and themes, the longer words in the narrower window. The rest is in looks.spec.ts. */
export const LOOKS: readonly Look[] = [
  { locale: 'en-US', theme: 'light', size: { width: 560, height: 800 } },
  { locale: 'zh-TW', theme: 'dark', size: { width: 1024, height: 700 } },
];
/** What is left of 1440×900 at a zoom of 200 %. */
export const ZOOMED: Look = { locale: 'en-US', theme: 'dark', size: { width: 720, height: 450 } };

export const titleOf = ({ locale, theme, size }: Look): string => `${locale}, ${theme}, ${size.width} px`;

/** For `test.use()`. */
export const optionsOf = ({ locale, theme, size }: Look) => ({
  locale,
  colorScheme: theme,
  viewport: size,
  reducedMotion: 'reduce',
});

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Asked {
  /** Selector of the part that is looked at; the whole page if not given. */
  inside?: string;
  /** Names of rules that do not fit. */
  without?: readonly string[];
}

export const IN_DIALOG: Asked = { inside: '[data-modal]' };

/** @param where what is shown, for the message */
export async function expectAccessible(
  page: Page,
  where = 'the page',
  { inside = 'html', without = [] }: Asked = {},
): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const options: axe.RunOptions = {
    runOnly: RULES,
    rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
    // The nodes of all others would be described, too.
    resultTypes: ['violations'],
  };
  const check = async (): Promise<void> => {
    await animationsEnd(page);
    const { violations } = await page.evaluate(
      ([part, how]) => (globalThis as unknown as { axe: typeof axe }).axe.run(part, how),
      [inside, options] as const,
    );
    expect(
      violations.map(
        ({ id, nodes }) => `${where}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
      ),
    ).toEqual([]);
  };
  // What is drawn in two steps may begin to move while axe looks; what is wrong stays wrong.
  await expect(check).toPass({ timeout: 15_000 });
}

/** A colour on its way to another may be one that cannot be read, and a row on its way is nowhere. */
export async function animationsEnd(page: Page): Promise<void> {
  await page.evaluate(async () => {
    // What the last key changed may begin to move with the next frame.
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(sideways, `${where} scrolls sideways`).toBe(0);
}

export async function look(page: Page, where: string): Promise<void> {
  await expectAccessible(page, where);
  await expectNoSidewaysScroll(page, where);
}
