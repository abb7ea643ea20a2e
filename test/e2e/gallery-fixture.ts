// The gallery of components (test/support/gallery) for one browser test after the other, and what is asked of every one of them.
import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { serveGallery } from '../support/serve-gallery.ts';
import { expectAccessible } from './accessible.ts';

interface Shown {
  language?: 'en' | 'zh-TW';
  theme?: 'light' | 'dark';
}

interface Gallery {
  page: Page;
  show(how?: Shown): Promise<void>;
}

/** One build and one page for all of them: each test has a component of its own, and leaves it as it likes. */
export const test = base.extend<{ page: Page }, { gallery: Gallery }>({
  gallery: [
    async ({ browser }, use) => {
      const served = await serveGallery();
      const context = await browser.newContext({
        locale: 'en-US',
        reducedMotion: 'reduce',
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      const page = await context.newPage();
      const show: Gallery['show'] = async ({ language = 'en', theme = 'light' } = {}) => {
        const url = `${served.url}?language=${language}&theme=${theme}`;
        if (page.url() === url) return;
        await page.goto(url);
        // What is loaded when it is first shown is there, too.
        await expect(exhibit(page, 'merge-view').locator('.cm-editor')).toHaveCount(3);
        await expect(exhibit(page, 'chart').locator('canvas')).toHaveCount(2);
        await expect(exhibit(page, 'json-editor').locator('.cm-editor')).toBeVisible();
      };
      await use({ page, show });
      await context.close();
      await served.close();
    },
    { scope: 'worker' },
  ],
  page: async ({ gallery }, use) => {
    await gallery.page.setViewportSize({ width: 1280, height: 800 });
    await gallery.show();
    await use(gallery.page);
  },
});

export { expect };

export const exhibit = (page: Page, name: string): Locator => page.getByTestId(`exhibit-${name}`);
export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** As somebody who is told what stands there hears it. */
export async function described(element: Locator, words: string | RegExp): Promise<void> {
  await expect(element).toHaveAccessibleDescription(words);
}

export async function axe(page: Page, where: string, inside?: string): Promise<void> {
  // While a dialog is open, the page's own heading is out of reach.
  await expectAccessible(page, where, { inside, without: ['page-has-heading-one'] });
}

/** Texts that stick out of their frame, but for those that can be scrolled to, or are cut with a sign. */
export function stickingOut(page: Page, frames: string): Promise<string[]> {
  return page.evaluate((selector) => {
    const clips = (element: Element, frame: Element): boolean => {
      for (let at: Element | null = element; at !== null && at !== frame; at = at.parentElement)
        if (getComputedStyle(at).overflowX !== 'visible') return true;
      return false;
    };
    return [...document.querySelectorAll(selector)].flatMap((frame) => {
      const edge = frame.getBoundingClientRect();
      const found: string[] = [];
      const texts = document.createTreeWalker(frame, NodeFilter.SHOW_TEXT);
      while (texts.nextNode() !== null) {
        const parent = texts.currentNode.parentElement;
        if (parent === null || texts.currentNode.textContent?.trim() === '' || clips(parent, frame)) continue;
        const range = document.createRange();
        range.selectNodeContents(texts.currentNode);
        const { left, right, width } = range.getBoundingClientRect();
        // Not shown at all.
        if (width === 0) continue;
        if (right > edge.right + 1 || left < edge.left - 1)
          found.push(
            `${frame.getAttribute('data-testid')}: ${texts.currentNode.textContent?.slice(0, 40)} by ${Math.round(Math.max(right - edge.right, edge.left - left))} px`,
          );
      }
      return found;
    });
  }, frames);
}
