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

/** Which way a phone's camera looks: at its holder, or away. */
export type CameraFacing = "user" | "environment";

export function cameraConstraints(camera: {
  deviceId: string | undefined;
  facing: CameraFacing | undefined;
}): MediaTrackConstraints {
  if (camera.facing !== undefined) return { ...PICTURE, facingMode: camera.facing };
  return withDevice(PICTURE, camera.deviceId);
}

/** What the track says of itself: nothing, but on phones and tablets. */
export function facingOf(track: MediaStreamTrack): CameraFacing | undefined {
  const { facingMode } = track.getSettings();
  return facingMode === "user" || facingMode === "environment" ? facingMode : undefined;
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
