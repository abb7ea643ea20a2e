// How the app is asked and what plans are called: as the engine has it, and changing it.
import { create } from 'zustand';
import type { NamedPlanRef, ProbeChange, ProbeSettings, ProbeTrial } from '#shared/contract/plans.ts';
import type { PlanMapping } from '#shared/domain/plans/plan-names.ts';
import { engine } from './engine.ts';
import { errorCode, errorText } from '../api/errors.ts';

interface PlanSetupState {
  /** null = not loaded. */
  probe: ProbeSettings | null;
  names: { known: NamedPlanRef[]; mapping: PlanMapping } | null;
  loadError: string | null;
}

export interface SetupError {
  code: string;
  /** In the engine's own words. */
  reason: string;
}

export const usePlanSetup = create<PlanSetupState>(() => ({ probe: null, names: null, loadError: null }));

/** What was known before may be old by now, so each dialog asks anew. */
export async function loadProbe(): Promise<void> {
  usePlanSetup.setState({ loadError: null });
  try {
    usePlanSetup.setState({ probe: await engine.query((api) => api.plans.probe()) });
  } catch (error) {
    usePlanSetup.setState({ loadError: errorCode(error) });
  }
}

/** @returns what went wrong, or null */
export async function saveProbe(change: ProbeChange): Promise<SetupError | null> {
  try {
    usePlanSetup.setState({ probe: await engine.call((api) => api.plans.setProbe(change)) });
    return null;
  } catch (error) {
    return setupError(error);
  }
}

/** Keeps nothing, and may be repeated: it only reads. */
export async function tryProbe(change: ProbeChange): Promise<ProbeTrial | SetupError> {
  try {
    return await engine.call((api) => api.plans.tryProbe(change));
  } catch (error) {
    return setupError(error);
  }
}

export async function loadPlanNames(): Promise<void> {
  usePlanSetup.setState({ loadError: null });
  try {
    const [known, mapping] = await Promise.all([
      engine.query((api) => api.plans.known()),
      engine.query((api) => api.plans.mapping()),
    ]);
    usePlanSetup.setState({ names: { known, mapping } });
  } catch (error) {
    usePlanSetup.setState({ loadError: errorCode(error) });
  }
}

/** @returns what went wrong, or null */
export async function savePlanNames(mapping: PlanMapping): Promise<SetupError | null> {
  try {
    await engine.call((api) => api.plans.setMapping(mapping));
    return null;
  } catch (error) {
    return setupError(error);
  }
}

function setupError(error: unknown): SetupError {
  return { code: errorCode(error), reason: errorText(error, 'reason') };
}
