/** The one door to the wire's types: where they come from is decided here and nowhere else. */
export type * from "./types";
