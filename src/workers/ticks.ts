/**
 * For what lasts a while in this process: ms of a clock that only goes forward. The wall clock is
 * set back and forth, and a pause would end at once or in an hour.
 */
export const ticks = (): number => performance.now();
