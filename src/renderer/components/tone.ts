// How well something stands, wherever colour says so. A word or glyph always goes with it.
export const TONES = ['ok', 'warn', 'bad', 'idle'] as const;
export type Tone = (typeof TONES)[number];
