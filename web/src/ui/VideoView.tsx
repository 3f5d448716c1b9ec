import { useEffect, useRef } from "react";

/** The loudspeaker that the system's settings name. */
const SYSTEM_CHOICE = "";

interface VideoViewProps {
  stream: MediaStream | null;
  /** True for one's own picture: its sound must not come back. */
  muted: boolean;
  className: string;
  /** The loudspeaker to play through, where the browser can choose. */
  speakerId?: string | undefined;
  /** The browser wants a click before it plays sound. */
  onBlocked?: (() => void) | undefined;
}

/** Plays a live stream. Decoration to a screen reader: whoever shows it names the group around it. */
export function VideoView({ stream, muted, className, speakerId, onBlocked }: VideoViewProps) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = element.current;
    if (video === null) return undefined;
    video.srcObject = stream;
    if (stream === null) return undefined;
    const resume = () => void video.play().catch(() => undefined);
    video.play().catch((error: unknown) => {
      if ((error as { name?: unknown } | null)?.name !== "NotAllowedError") return;
      document.addEventListener("pointerup", resume, { once: true });
      onBlocked?.();
    });
    return () => document.removeEventListener("pointerup", resume);
  }, [stream, onBlocked]);
  useEffect(() => {
    const video = element.current;
    // Not in every browser, whatever its types say; one that can't be had leaves the sound where it was.
    if (video === null || !("setSinkId" in video)) return;
    const sinkId = speakerId ?? SYSTEM_CHOICE;
    if (video.sinkId !== sinkId) video.setSinkId(sinkId).catch(() => undefined);
  }, [speakerId]);
  return <video ref={element} className={className} muted={muted} autoPlay playsInline />;
}
