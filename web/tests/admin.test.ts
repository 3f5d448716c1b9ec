import { describe, expect, it } from "vitest";
import { AdminApi } from "../src/core/admin/AdminApi";
import { trustAddress, typed } from "../src/core/admin/addresses";
import { groupSettings, parsed, sectionOf, textOf, waiting } from "../src/core/admin/boxFile";
import {
  added,
  HISTORY_LENGTH,
  numbersOf,
  parseMetrics,
  type Reading,
  readingOf,
  sumOf,
} from "../src/core/admin/metrics";
import { reportText } from "../src/core/admin/report";
import { HttpClient } from "../src/core/http/HttpClient";
import { createUnits } from "../src/features/admin/parts/units";
import type { SettingInfo } from "../src/protocol";

const PAGE = `# HELP neko_connections Open signaling connections.
# TYPE neko_connections gauge
neko_connections 7
neko_rooms_active 2
neko_participants 5
neko_relay_allocations 3
neko_relay_bytes_total{transport="udp",direction="up"} 1000
neko_relay_bytes_total{transport="tls",direction="down"} 500
process_cpu_seconds_total 1.5
process_resident_memory_bytes 20971520
neko_stay_seconds_bucket{le="+Inf"} +Inf
`;

describe("the metrics", () => {
  const metrics = parseMetrics(PAGE);

  it("are read sample by sample, labels and all", () => {
    expect(metrics.get("neko_connections")).toBe(7);
    expect(metrics.get('neko_relay_bytes_total{transport="tls",direction="down"}')).toBe(500);
    expect(metrics.get('neko_stay_seconds_bucket{le="+Inf"}')).toBe(Number.POSITIVE_INFINITY);
    expect(metrics.size).toBe(9);
  });

  it("add up over labels, and only over those of one name", () => {
    expect(sumOf(metrics, "neko_relay_bytes_total")).toBe(1_500);
    expect(sumOf(metrics, "neko_relay")).toBe(0);
  });

  it("of a page that is none are empty", () => {
    expect(parseMetrics("<html>\nnot a sample\n").size).toBe(0);
  });

  it("become levels, and rates since the last time", () => {
    const first = readingOf(metrics, 10);
    expect(numbersOf(first, undefined)).toEqual({
      participants: 5,
      rooms: 2,
      connections: 7,
      allocations: 3,
      memoryBytes: 20_971_520,
      relayRate: 0,
      cpuShare: 0,
    });
    const second: Reading = { ...first, seconds: 12, relayBytes: 4_000, cpuSeconds: 1.6 };
    const numbers = numbersOf(second, first);
    expect(numbers.relayRate).toBe(10_000);
    expect(numbers.cpuShare).toBeCloseTo(0.05);
  });

  it("begin anew with the box", () => {
    const before = readingOf(metrics, 10);
    const after: Reading = { ...before, seconds: 12, relayBytes: 0, cpuSeconds: 0 };
    expect(numbersOf(after, before)).toMatchObject({ relayRate: 0, cpuShare: 0 });
  });

  it("are kept for a while", () => {
    const numbers = numbersOf(readingOf(metrics, 0), undefined);
    let history = added([], numbers);
    for (let round = 0; round < HISTORY_LENGTH; round += 1)
      history = added(history, { ...numbers, rooms: round });
    expect(history).toHaveLength(HISTORY_LENGTH);
    expect(history.at(-1)?.rooms).toBe(HISTORY_LENGTH - 1);
  });
});

describe("the settings of the file", () => {
  const setting = (key: string, more: Partial<SettingInfo> = {}): SettingInfo => ({
    key,
    value: 1,
    default: 1,
    origin: "default",
    description: "What it is for.",
    changeable: true,
    restart: true,
    ...more,
  });

  it("are grouped by section, in the order of the file", () => {
    const all = ["turn.realm", "listen", "net.mdns", "store", "new.thing"].map((key) => setting(key));
    expect(
      groupSettings(all).map(({ section, settings }) => [section, ...settings.map(({ key }) => key)]),
    ).toEqual([
      ["general", "listen", "store"],
      ["net", "net.mdns"],
      ["turn", "turn.realm"],
      ["other", "new.thing"],
    ]);
    expect(sectionOf("limits.x")).toBe("limits");
  });

  it("are found by key, value and explanation, whatever the case", () => {
    const all = [
      setting("hostname", { value: ["Box.lan"] }),
      setting("log.level", { description: "Log lines" }),
      setting("net.mdns"),
    ];
    const found = (search: string) =>
      groupSettings(all, search).flatMap(({ settings }) => settings.map(({ key }) => key));
    expect(found("MDNS")).toEqual(["net.mdns"]);
    expect(found("box.lan")).toEqual(["hostname"]);
    expect(found(" log LINES ")).toEqual(["log.level"]);
    expect(found("nothing of that")).toEqual([]);
  });

  it("are written as they are read", () => {
    for (const value of [true, false, 42, "a text", ["one", "two"], []]) {
      expect(parsed(textOf(value), value)).toEqual(value);
    }
    expect(parsed(" a, b\n\nc ", [])).toEqual(["a", "b", "c"]);
  });

  it("leave it to the box to refuse what is no number", () => {
    expect(parsed("ten", 10)).toBe("ten");
    expect(parsed("-3", 10)).toBe(-3);
  });

  it("that wait for a restart are those with another value then", () => {
    expect(waiting([setting("a.b", { next: 0 }), setting("a.c")]).map(({ key }) => key)).toEqual(["a.b"]);
  });
});

describe("what is handed on", () => {
  it("is the report as the command prints it", () => {
    const text = reportText({
      version: "1.0.0",
      at: "2026-11-24T08:00:00Z",
      works: false,
      findings: [
        { code: "disk-full", level: "broken", found: "Full.", cause: "Much in it.", cure: "Make room." },
        { code: "clock-good", level: "good", found: "It is noon." },
      ],
    });
    expect(text).toBe(
      "Neko 1.0.0 at 2026-11-24T08:00:00Z\n" +
        "BROKEN   Full. (disk-full)\n         why: Much in it.\n         do : Make room.\n" +
        "good     It is noon. (clock-good)\n",
    );
  });

  it("is addresses as they are typed, and the page about trust over plain HTTP", () => {
    expect(typed("https://neko.local:8443/")).toBe("https://neko.local:8443");
    expect(trustAddress("https://neko.local:8443")).toBe("http://neko.local:8443/trust");
    expect(trustAddress("https://[fd00::1]")).toBe("http://[fd00::1]/trust");
  });
});

describe("amounts", () => {
  const units = createUnits("en");

  it("have the unit that fits", () => {
    expect([0, 999, 1_500, 20_971_520].map(units.bytes)).toEqual(["0 byte", "999 byte", "1.5 kB", "21 MB"]);
    expect(units.bitsPerSecond(2_400_000)).toBe("2.4 Mb/s");
    expect(units.percent(0.254)).toBe("25%");
  });

  it("of time have two units at most", () => {
    expect([0, 59, 60, 3_725, 90_000].map(units.duration)).toEqual([
      "0 sec",
      "59 sec",
      "1 min",
      "1 hr 2 min",
      "1 day 1 hr",
    ]);
  });
});

describe("the calls for admins", () => {
  function box(answer: () => Response) {
    const asked: string[] = [];
    const http = new HttpClient(async (path, init = {}) => {
      asked.push(`${init.method} ${path}`);
      return answer();
    });
    return { api: new AdminApi(http), asked };
  }

  it("leave out what was not asked for", async () => {
    const { api, asked } = box(() => Response.json({ entries: [], users: [], total: 0 }));
    await api.audit();
    await api.audit(7);
    await api.users("a b&c", 25);
    expect(asked).toEqual([
      "GET /api/admin/audit?limit=25",
      "GET /api/admin/audit?before=7&limit=25",
      "GET /api/admin/users?search=a+b%26c&offset=25&limit=25",
    ]);
  });

  it("take a backup under the name that the box gives it", async () => {
    const headers = { "Content-Disposition": 'attachment; filename="neko-2026.backup"' };
    const { api, asked } = box(() => new Response("NEKO", { headers }));
    const { name, content } = await api.makeBackup("a long passphrase");
    expect(name).toBe("neko-2026.backup");
    expect(await content.text()).toBe("NEKO");
    expect(asked).toEqual(["POST /api/admin/backup"]);
  });

  it("fail with the box's own code where the body is no JSON either", async () => {
    const problem = { code: "access-denied", detail: "not yours", correlationId: "x" };
    const { api } = box(() => Response.json(problem, { status: 403 }));
    await expect(api.metrics()).rejects.toMatchObject({ code: "access-denied", status: 403 });
  });
});
