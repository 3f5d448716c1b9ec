/** What a language must have to be one: every key of the English catalogues, and no other. */
import type account from "./catalogues/account/en";
import type admin from "./catalogues/admin/en";
import type check from "./catalogues/check/en";
import type main from "./catalogues/main/en";
import type setup from "./catalogues/setup/en";

/** English by area: the words of an area are fetched when one of its pages is opened, `main` at the start. */
interface English {
  main: typeof main;
  admin: typeof admin;
  account: typeof account;
  setup: typeof setup;
  check: typeof check;
}

export type Area = keyof English;

/** All areas together. Outside of an area's pages its words are not there; nothing but its pages asks for them. */
export type EveryWord = English["main"] &
  English["admin"] &
  English["account"] &
  English["setup"] &
  English["check"];

/** The words of an area in any language. */
export type Catalogue<A extends Area = Area> = Wording<English[A]>;

type Wording<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : Wording<T[Key]> };
