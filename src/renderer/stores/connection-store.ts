// Whether the engine is reached.
import { create } from 'zustand';
import type { ConnectionPhase } from '../api/connection.ts';

export const useConnection = create<{ phase: ConnectionPhase }>(() => ({ phase: 'connecting' }));
