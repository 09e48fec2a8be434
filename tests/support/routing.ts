import type { Routing } from '../../src/ports/core.ts';

/** Every account works, and chance takes the first route. */
export const ALL_WELL: Routing = { admits: () => true, take: () => undefined, random: () => 0 };
