/** What a language must have to be one: every key of the English catalogue, and no other. */
import type en from "./catalogues/en";

export type Catalogue = Wording<typeof en>;

type Wording<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : Wording<T[Key]> };
