/** The list of devices to choose from. */
export interface DeviceOption {
  id: string;
  label: string;
}

export interface DeviceList {
  microphones: readonly DeviceOption[];
  cameras: readonly DeviceOption[];
  speakers: readonly DeviceOption[];
}

export const noDevices: DeviceList = { microphones: [], cameras: [], speakers: [] };

/** Before permission browsers give neither ids nor labels: such entries offer no choice and are left out. */
export function toDeviceList(infos: readonly MediaDeviceInfo[]): DeviceList {
  const ofKind = (kind: MediaDeviceKind, noun: string) =>
    infos
      .filter((info) => info.kind === kind && info.deviceId !== "")
      .map((info, index) => ({ id: info.deviceId, label: info.label || `${noun} ${index + 1}` }));
  return {
    microphones: ofKind("audioinput", "Microphone"),
    cameras: ofKind("videoinput", "Camera"),
    speakers: ofKind("audiooutput", "Speaker"),
  };
}
