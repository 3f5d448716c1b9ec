/** The list of devices to choose from, and what came to it. */
export interface DeviceOption {
  id: string;
  /** As the browser has it: may be empty. */
  label: string;
  /** Shared by the parts of one device, such as a headset's microphone and its loudspeaker. */
  groupId: string;
}

export interface DeviceList {
  microphones: readonly DeviceOption[];
  cameras: readonly DeviceOption[];
  speakers: readonly DeviceOption[];
}

export const noDevices: DeviceList = { microphones: [], cameras: [], speakers: [] };

/** Before permission browsers give neither ids nor labels: such entries offer no choice and are left out. */
export function toDeviceList(infos: readonly MediaDeviceInfo[]): DeviceList {
  const ofKind = (kind: MediaDeviceKind) =>
    infos
      .filter((info) => info.kind === kind && info.deviceId !== "")
      .map(({ deviceId, label, groupId }) => ({ id: deviceId, label, groupId }));
  return {
    microphones: ofKind("audioinput"),
    cameras: ofKind("videoinput"),
    speakers: ofKind("audiooutput"),
  };
}

/** One thing that was plugged in, and what it can be used as. */
export interface DeviceArrival {
  label: string;
  microphoneId?: string;
  cameraId?: string;
  speakerId?: string;
}

/** Names that browsers give to whatever the system's settings choose: not devices of their own. */
const PSEUDO_DEVICES = ["default", "communications"];

/** @returns what was plugged in between the two lists; nothing if devices were hidden before */
export function arrivalsBetween(before: DeviceList, now: DeviceList): DeviceArrival[] {
  const isKnown = before.microphones.length + before.cameras.length + before.speakers.length > 0;
  if (!isKnown) return [];
  const arrivals = new Map<string, DeviceArrival>();
  const collect = (kind: keyof DeviceList, key: "microphoneId" | "cameraId" | "speakerId") => {
    for (const { id, label, groupId } of now[kind]) {
      if (PSEUDO_DEVICES.includes(id) || before[kind].some((option) => option.id === id)) continue;
      const thing = groupId || id;
      arrivals.set(thing, { label, ...arrivals.get(thing), [key]: id });
    }
  };
  collect("microphones", "microphoneId");
  collect("cameras", "cameraId");
  collect("speakers", "speakerId");
  return [...arrivals.values()];
}
