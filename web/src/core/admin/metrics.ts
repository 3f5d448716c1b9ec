/** Reads `/metrics` (Prometheus's text format), and what two readings say of the time between them. Pure. */

/** A sample's value by its name with its labels, as it is written: `a_total{x="1"}`. */
export type Metrics = ReadonlyMap<string, number>;

/** What the box does at one moment, of all that it counts. */
export interface Reading {
  /** When, in seconds by a clock that does not go back. */
  seconds: number;
  connections: number;
  rooms: number;
  participants: number;
  allocations: number;
  memoryBytes: number;
  /** Since the start. */
  relayBytes: number;
  /** Since the start. */
  cpuSeconds: number;
}

/** What is drawn: levels as they are, counters as what they grew by. */
export interface Numbers {
  participants: number;
  rooms: number;
  connections: number;
  allocations: number;
  memoryBytes: number;
  /** Bits a second that the relay carried. */
  relayRate: number;
  /** Share of one core. */
  cpuShare: number;
}

/** How many of them are kept to be drawn. */
export const HISTORY_LENGTH = 60;

const SAMPLE = /^([a-zA-Z_:][\w:]*(?:\{.*\})?)\s+(\S+)(?:\s+\d+)?$/;

export function parseMetrics(text: string): Metrics {
  const metrics = new Map<string, number>();
  for (const line of text.split("\n")) {
    const [, name, value] = SAMPLE.exec(line.trim()) ?? [];
    if (name !== undefined && value !== undefined) metrics.set(name, numberOf(value));
  }
  return metrics;
}

/** All samples of a family together, whatever their labels. */
export function sumOf(metrics: Metrics, family: string): number {
  let sum = 0;
  for (const [name, value] of metrics) {
    if (name === family || name.startsWith(`${family}{`)) sum += value;
  }
  return sum;
}

export function readingOf(metrics: Metrics, seconds: number): Reading {
  return {
    seconds,
    connections: sumOf(metrics, "neko_connections"),
    rooms: sumOf(metrics, "neko_rooms_active"),
    participants: sumOf(metrics, "neko_participants"),
    allocations: sumOf(metrics, "neko_relay_allocations"),
    memoryBytes: sumOf(metrics, "process_resident_memory_bytes"),
    relayBytes: sumOf(metrics, "neko_relay_bytes_total"),
    cpuSeconds: sumOf(metrics, "process_cpu_seconds_total"),
  };
}

/** Without an earlier reading, and where counters began anew because the box did, nothing has grown yet. */
export function numbersOf(reading: Reading, earlier: Reading | undefined): Numbers {
  const seconds = earlier === undefined ? 0 : reading.seconds - earlier.seconds;
  const rate = (counter: "relayBytes" | "cpuSeconds") => {
    const grown = reading[counter] - (earlier?.[counter] ?? reading[counter]);
    return seconds > 0 && grown > 0 ? grown / seconds : 0;
  };
  const { participants, rooms, connections, allocations, memoryBytes } = reading;
  return {
    participants,
    rooms,
    connections,
    allocations,
    memoryBytes,
    relayRate: rate("relayBytes") * 8,
    cpuShare: rate("cpuSeconds"),
  };
}

/** The latest of them, oldest first. */
export function added(history: readonly Numbers[], next: Numbers): readonly Numbers[] {
  return [...history, next].slice(-HISTORY_LENGTH);
}

function numberOf(text: string): number {
  if (text === "+Inf") return Number.POSITIVE_INFINITY;
  if (text === "-Inf") return Number.NEGATIVE_INFINITY;
  return Number(text);
}
