import { describe, expect, it } from "vitest";
import { type Language, localeFor, pickLanguage } from "../src/core/languages";
import { Preferences } from "../src/core/preferences";
import { LanguageService } from "../src/i18n/LanguageService";
import { loadCatalogue } from "../src/i18n/loadCatalogue";

describe("the language", () => {
  it.each([
    [["de-AT", "en"], "de"],
    [["nl", "pt-PT", "en"], "pt"],
    [["zh-Hant-TW"], "zh-Hans"],
    [["ar-EG"], "ar"],
    [["EN-gb"], "en"],
    [["nl"], undefined],
    [[], undefined],
  ] as const)("for %j is %s", (preferred, language) => {
    expect(pickLanguage(preferred)).toBe(language);
  });

  it("writes dates and numbers as in the person's country", () => {
    expect(localeFor("de", ["en-GB", "de-CH", "de"])).toBe("de-CH");
    expect(localeFor("fr", ["en-GB"])).toBe("fr");
    expect(localeFor("en", ["en-US@posix"])).toBe("en");
  });

  it("writes simplified Chinese for those who read the other too", () => {
    expect(localeFor("zh-Hans", ["zh-TW"])).toBe("zh-Hans");
    expect(localeFor("zh-Hans", ["zh-TW", "zh-SG"])).toBe("zh-SG");
  });
});

describe("the service", () => {
  const start = (load: typeof loadCatalogue, preferred: readonly string[], storage = memory()) =>
    LanguageService.start({ preferences: new Preferences(storage), preferred, load });

  it("speaks the browser's language until another is chosen, and that one at the next visit", async () => {
    const storage = memory();
    const service = await start(loadCatalogue, ["fr-CA"], storage);
    expect(service.state.get().translation.language).toBe("fr");
    await service.choose("ar");
    expect(service.state.get().translation).toMatchObject({ language: "ar", direction: "rtl" });
    const next = await start(loadCatalogue, ["fr-CA"], storage);
    expect(next.state.get().translation.language).toBe("ar");
  });

  it("speaks the box's language where the browser asks for none of ours, and asks for it only then", async () => {
    const asked: string[] = [];
    const startAt = (preferred: string[], ofBox: Language | undefined) =>
      LanguageService.start({
        preferences: new Preferences(memory()),
        preferred,
        ofBox: async () => {
          asked.push(preferred.join());
          return ofBox;
        },
        load: loadCatalogue,
      });
    expect((await startAt(["nl", "da"], "de")).state.get().translation.language).toBe("de");
    expect((await startAt(["nl"], undefined)).state.get().translation.language).toBe("en");
    expect((await startAt(["nl", "es"], "de")).state.get().translation.language).toBe("es");
    expect(asked).toEqual(["nl,da", "nl"]);
  });

  it("fetches what it speaks and nothing else", async () => {
    const fetched: string[] = [];
    await start(
      async (area, language) => {
        fetched.push(`${area} ${language}`);
        return loadCatalogue(area, language);
      },
      ["es"],
    );
    expect(fetched).toEqual(["main es"]);
  });

  it("speaks English if its language can't be fetched", async () => {
    const service = await start(without("de"), ["de"]);
    expect(service.state.get().translation.language).toBe("en");
  });

  it("goes on as before, and says so, if a chosen language can't be fetched", async () => {
    const storage = memory();
    const service = await start(without("de"), ["fr"], storage);
    await service.choose("de");
    expect(service.state.get()).toMatchObject({ hasFailed: true, translation: { language: "fr" } });
    expect(new Preferences(storage).state.get().language).toBeUndefined();
    await service.choose("es");
    expect(service.state.get()).toMatchObject({ hasFailed: false, translation: { language: "es" } });
  });

  it("ends at the last one chosen, whichever comes first", async () => {
    let arrive = () => {};
    const late = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const service = await start(
      async (area, language) => {
        if (language === "de") await late;
        return loadCatalogue(area, language);
      },
      ["en"],
    );
    const german = service.choose("de");
    await service.choose("es");
    arrive();
    await german;
    expect(service.state.get().translation.language).toBe("es");
  });

  it("fetches the words of an area when it is opened, once, and with every language from then on", async () => {
    const fetched: string[] = [];
    const service = await start(
      async (area, language) => {
        fetched.push(`${area} ${language}`);
        return loadCatalogue(area, language);
      },
      ["es"],
    );
    await Promise.all([service.open("admin"), service.open("admin")]);
    expect(fetched.filter((each) => each === "admin es")).toHaveLength(1);
    await service.choose("fr");
    expect(service.state.get().translation.t("admin.pages.rooms")).toBe("Salles");
  });

  it("has an area's words in the language that was chosen while they were fetched", async () => {
    let arrive = () => {};
    const late = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const service = await start(
      async (area, language) => {
        if (`${area} ${language}` === "admin en") await late;
        return loadCatalogue(area, language);
      },
      ["en"],
    );
    const opened = service.open("admin");
    await service.choose("fr");
    arrive();
    await opened;
    expect(service.state.get().translation.t("admin.pages.rooms")).toBe("Salles");
  });

  it("can open an area again whose words could not be fetched", async () => {
    let isThere = false;
    const service = await start(
      async (area, language) => {
        if (area === "admin" && !isThere) throw new TypeError("Failed to fetch dynamically imported module");
        return loadCatalogue(area, language);
      },
      ["en"],
    );
    await expect(service.open("admin")).rejects.toThrow();
    isThere = true;
    await service.open("admin");
    expect(service.state.get().translation.t("admin.pages.rooms")).toBe("Rooms");
  });
});

function without(missing: Language): typeof loadCatalogue {
  return async (area, language) => {
    if (language === missing) throw new TypeError("Failed to fetch dynamically imported module");
    return loadCatalogue(area, language);
  };
}

function memory(): Pick<Storage, "getItem" | "setItem"> {
  const values = new Map<string, string>();
  return { getItem: (key) => values.get(key) ?? null, setItem: (key, value) => void values.set(key, value) };
}
