/** Puts a plan into a sender's parameters. Browsers differ in what they can: what one refuses is let go. */
import type { VideoEncoding } from "./budget";

export async function applyVideoEncoding(
  sender: RTCRtpSender,
  encoding: VideoEncoding,
  kind: "camera" | "screen",
): Promise<void> {
  // Where the two compete, text that can't be read is worse than a face that is blurred.
  const priority: RTCPriorityType = kind === "screen" ? "medium" : "low";
  const wanted = encoding.active ? { ...encoding, priority } : { active: false };
  await change(sender, wanted, kind === "screen" ? { degradationPreference: "maintain-resolution" } : {});
}

/** Sound goes before all pictures. */
export async function protectAudio(sender: RTCRtpSender): Promise<void> {
  await change(sender, { priority: "high", networkPriority: "high" }, {});
}

async function change(
  sender: RTCRtpSender,
  wanted: Partial<RTCRtpEncodingParameters>,
  around: Partial<RTCRtpSendParameters>,
): Promise<void> {
  const parameters = sender.getParameters();
  // Firefox has none before the first negotiation.
  const [encoding] = parameters.encodings;
  if (encoding === undefined || covers(encoding, wanted)) return;
  Object.assign(parameters, around);
  Object.assign(encoding, wanted);
  await sender.setParameters(parameters).catch(() => undefined);
}

function covers(encoding: RTCRtpEncodingParameters, wanted: Partial<RTCRtpEncodingParameters>): boolean {
  return Object.entries(wanted).every(([key, value]) => encoding[key as keyof typeof encoding] === value);
}
