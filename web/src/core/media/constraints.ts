/** What is asked of the browser for each kind of capture. */
import type { AudioProcessing } from "../preferences";

// No frame rate: asking for another than the camera's own makes some drivers stall.
const PICTURE: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 } };

// What is played on a screen is no voice in a room: cleaning would only spoil it.
const SCREEN_SOUND: MediaTrackConstraints = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
};

export function cameraConstraints(deviceId: string | undefined): MediaTrackConstraints {
  return withDevice(PICTURE, deviceId);
}

export function microphoneConstraints(
  processing: AudioProcessing,
  deviceId: string | undefined,
): MediaTrackConstraints {
  return withDevice({ ...processing }, deviceId);
}

/** Sound where the browser and the system can give it; the others ignore the wish. */
export function screenConstraints(): DisplayMediaStreamOptions {
  return { video: true, audio: SCREEN_SOUND };
}

/** Whether the track really does what was asked; what a browser does not report counts as done. */
export function obeys(settings: MediaTrackSettings, processing: AudioProcessing): boolean {
  return (Object.keys(processing) as Array<keyof AudioProcessing>).every(
    (key) => settings[key] === undefined || settings[key] === processing[key],
  );
}

function withDevice(constraints: MediaTrackConstraints, deviceId: string | undefined): MediaTrackConstraints {
  return deviceId === undefined ? constraints : { ...constraints, deviceId: { exact: deviceId } };
}
