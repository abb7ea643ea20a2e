// Playing scenarios: what there is, how the user likes them played (kept in this browser), and the calls to the engine.
import { create } from 'zustand';
import { SCENARIO_SPEEDS, type ScenarioOrder, type ScenarioRun } from '#shared/contract/scenarios.ts';
import { engine } from './engine.ts';
import { errorCode } from '../api/errors.ts';
import { useStatus } from './status-store.ts';

export interface PlayChoices {
  /** Empty = the current one. */
  apiVersion: string;
  speed: ScenarioRun['speed'];
  disorder: boolean;
  duplicates: boolean;
  name: string;
  email: string;
}

interface ScenariosState {
  choices: PlayChoices;
  /** null = not loaded. */
  offer: { scenarios: string[]; apiVersions: string[]; onlyIn: Record<string, string[]> } | null;
  offerError: string | null;
  /** The scenarios and runs that something is being done to. */
  busy: readonly string[];
  /** `about` is the scenario or run that it went wrong with. */
  error: { about: string; code: string } | null;
}

const STORAGE_KEY = 'hookline.playing';

function read(): PlayChoices {
  const choices: PlayChoices = {
    apiVersion: '',
    speed: 'compressed',
    disorder: false,
    duplicates: false,
    name: '',
    email: '',
  };
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return choices;
    const { speed, ...rest } = stored as Record<string, unknown>;
    for (const key of ['apiVersion', 'name', 'email'] as const) {
      if (typeof rest[key] === 'string') choices[key] = rest[key];
    }
    for (const key of ['disorder', 'duplicates'] as const) {
      if (typeof rest[key] === 'boolean') choices[key] = rest[key];
    }
    choices.speed = SCENARIO_SPEEDS.find((known) => known === speed) ?? choices.speed;
  } catch {
    // Unreadable or forbidden storage: the defaults do.
  }
  return choices;
}

export const useScenarios = create<ScenariosState>(() => ({
  choices: read(),
  offer: null,
  offerError: null,
  busy: [],
  error: null,
}));

/** @returns the chosen API version when the scenario cannot be played in it */
export function versionWithout(
  offer: ScenariosState['offer'],
  chosen: string,
  scenario: string,
): string | null {
  const version = chosen === '' ? offer?.apiVersions.at(-1) : chosen;
  const only = offer?.onlyIn[scenario];
  return version === undefined || only === undefined || only.includes(version) ? null : version;
}

export function choose(change: Partial<PlayChoices>): void {
  const choices = { ...useScenarios.getState().choices, ...change };
  useScenarios.setState({ choices });
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(choices));
  } catch {
    // Not remembered, but obeyed.
  }
}

export async function loadScenarios(): Promise<void> {
  try {
    const offer = await engine.query((api) => api.scenarios.list());
    useScenarios.setState({ offer, offerError: null });
  } catch (error) {
    useScenarios.setState({ offerError: errorCode(error) });
  }
}

/** What `scenarios.run` takes. */
export function orderOf(scenario: string, choices: PlayChoices, versions: readonly string[]): ScenarioOrder {
  const { apiVersion, speed, disorder, duplicates } = choices;
  const [name, email] = [choices.name.trim(), choices.email.trim()];
  return {
    scenario,
    speed,
    disorder,
    duplicates,
    // One remembered from another release of Hookline may be gone.
    ...(versions.includes(apiVersion) && { apiVersion }),
    ...(name !== '' && { name }),
    ...(email !== '' && { email }),
  };
}

export async function play(scenario: string): Promise<void> {
  const { choices, offer } = useScenarios.getState();
  const order = orderOf(scenario, choices, offer?.apiVersions ?? []);
  await act(scenario, async () => await engine.call((api) => api.scenarios.run(order)));
}

export async function sendNext(id: string): Promise<void> {
  await act(id, async () => await engine.call((api) => api.scenarios.step({ id })));
}

export async function stopPlaying(id: string): Promise<void> {
  // Stopping does not wait for the event that is on its way.
  await act(id, async () => await engine.call((api) => api.scenarios.stop({ id })), `${id} stop`);
}

async function act(about: string, run: () => Promise<ScenarioRun>, key = about): Promise<void> {
  if (useScenarios.getState().busy.includes(key)) return;
  useScenarios.setState(({ busy }) => ({ busy: [...busy, key], error: null }));
  try {
    noteRun(await run());
  } catch (error) {
    useScenarios.setState({ error: { about, code: errorCode(error) } });
  }
  useScenarios.setState(({ busy }) => ({ busy: busy.filter((one) => one !== key) }));
}

/** Until the status tells of it. An answer that comes late does not undo what the status knows already. */
function noteRun(run: ScenarioRun): void {
  const { status } = useStatus.getState();
  if (status === null) return;
  const known = status.runs.find(({ id }) => id === run.id);
  const newer = known === undefined || run.sent > known.sent || run.state === 'stopped';
  if (!newer) return;
  const runs =
    known === undefined ? [run, ...status.runs] : status.runs.map((one) => (one.id === run.id ? run : one));
  useStatus.setState({ status: { ...status, runs } });
}
