import type { Quality } from "../../../core/rtc/quality";

/** Of four. */
export const BARS: Record<Quality, number> = { excellent: 4, good: 3, fair: 2, poor: 1, unknown: 0 };
