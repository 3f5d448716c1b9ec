import { useEffect, useState } from "react";
import { type DeviceKind, judgeDevice, type Permission } from "../../core/check/devices";
import type { Level } from "../../core/check/findings";
import { useServices } from "../../hooks/services";
import { useTranslation } from "../../hooks/translation";
import { useStore } from "../../hooks/useStore";
import { mediaSentence } from "../../i18n/sentences";

export interface DeviceFinding {
  subject: DeviceKind;
  title: string;
  code: string;
  level: Level;
  found: string;
  advice?: string;
}

interface Listed {
  kinds: readonly MediaDeviceKind[];
  permissions: Readonly<Record<"camera" | "microphone", Permission>>;
}

/** Camera, microphone and speaker, as far as the browser tells unasked; and as they are once it was asked. */
export function useDeviceFindings(): DeviceFinding[] {
  const { media } = useServices().call;
  const translation = useTranslation();
  const { t } = translation;
  const { audioTrack, cameraTrack, problems, isAcquiring } = useStore(media.state);
  const [listed, setListed] = useState<Listed | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is listed changes with what was granted
  useEffect(() => {
    let isCurrent = true;
    const look = () => void lookAtDevices().then((found) => isCurrent && setListed(found));
    look();
    navigator.mediaDevices?.addEventListener("devicechange", look);
    return () => {
      isCurrent = false;
      navigator.mediaDevices?.removeEventListener("devicechange", look);
    };
  }, [isAcquiring]);
  if (listed === null) return [];
  return (["camera", "microphone", "speaker"] as const).map((subject): DeviceFinding => {
    const capture = subject === "camera" ? "video" : "audio";
    const isAsked = subject !== "speaker";
    const judgement = judgeDevice(subject, {
      kinds: listed.kinds,
      permission: isAsked ? listed.permissions[subject] : "unknown",
      isRunning: isAsked && (subject === "camera" ? cameraTrack : audioTrack) !== null,
      problem: isAsked ? (problems[capture]?.why ?? null) : null,
    });
    const { level } = judgement;
    const title = t(`devices.${subject}`);
    if ("code" in judgement) {
      const { code } = judgement;
      return { subject, title, code, level, found: t(`check.devices.${code}`) };
    }
    const { problem } = judgement;
    const { title: found, advice } = mediaSentence(translation, capture, problem);
    return { subject, title, code: `${subject}-${problem}`, level, found, advice };
  });
}

async function lookAtDevices(): Promise<Listed> {
  const devices = await navigator.mediaDevices?.enumerateDevices().catch(() => []);
  const [camera, microphone] = await Promise.all([permissionOf("camera"), permissionOf("microphone")]);
  return { kinds: (devices ?? []).map(({ kind }) => kind), permissions: { camera, microphone } };
}

/** Not every browser can be asked for every permission. */
async function permissionOf(name: "camera" | "microphone"): Promise<Permission> {
  try {
    return (await navigator.permissions.query({ name: name as PermissionName })).state;
  } catch {
    return "unknown";
  }
}
