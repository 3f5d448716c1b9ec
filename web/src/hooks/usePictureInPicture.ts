import { useCallback, useEffect, useRef, useState } from "react";

export interface PictureInPicture {
  /** Only where a page may open that window; other browsers have a button of their own on every picture. */
  isPossible: boolean;
  isOn: boolean;
  toggle: () => void;
}

/** The given stream in a small window above other programs; it follows when the stream changes. */
export function usePictureInPicture(stream: MediaStream | null): PictureInPicture {
  const [isOn, setOn] = useState(false);
  // Not in the page: no picture of the call gives up its place for it.
  const video = useRef<HTMLVideoElement | null>(null);
  useEffect(() => {
    if (video.current !== null && isOn) play(video.current, stream);
  }, [stream, isOn]);
  useEffect(() => () => close(video.current), []);
  const toggle = useCallback(() => {
    if (video.current !== null && document.pictureInPictureElement === video.current) {
      close(video.current);
      return;
    }
    video.current ??= createVideo(() => setOn(false));
    open(video.current, stream).then(
      () => setOn(true),
      () => setOn(false),
    );
  }, [stream]);
  const isPossible = "pictureInPictureEnabled" in document && document.pictureInPictureEnabled;
  return { isPossible, isOn, toggle };
}

function createVideo(onLeave: () => void): HTMLVideoElement {
  const video = document.createElement("video");
  // The tile has the sound.
  video.muted = true;
  video.playsInline = true;
  video.addEventListener("leavepictureinpicture", onLeave);
  return video;
}

async function open(video: HTMLVideoElement, stream: MediaStream | null): Promise<void> {
  const hasSize = new Promise((resolve) => video.addEventListener("loadedmetadata", resolve, { once: true }));
  play(video, stream);
  if (video.readyState === HTMLMediaElement.HAVE_NOTHING) await hasSize;
  await video.requestPictureInPicture();
}

function play(video: HTMLVideoElement, stream: MediaStream | null): void {
  if (video.srcObject !== stream) video.srcObject = stream;
  video.play().catch(() => undefined);
}

function close(video: HTMLVideoElement | null): void {
  if (video === null) return;
  if (document.pictureInPictureElement === video) document.exitPictureInPicture().catch(() => undefined);
  video.srcObject = null;
}
