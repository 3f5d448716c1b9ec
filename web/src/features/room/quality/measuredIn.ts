/** What was measured of a connection, as rows of a name and a value. */
import type { ConnectionDetails, MediaPath, VideoDetails } from "../../../core/rtc/stats";
import type { Translation } from "../../../i18n/translation";

const NOT_MEASURED = "–";

export function measuredIn(
  translation: Translation,
  details: ConnectionDetails,
): ReadonlyArray<[string, string]> {
  const { t, format } = translation;
  const inUnit = (unit: "milliseconds" | "percent" | "kilobits", amount: number | undefined) =>
    amount === undefined ? NOT_MEASURED : t(`details.${unit}`, { amount: format.measure(amount) });
  return [
    [t("details.path"), pathIn(translation, details.path)],
    [t("details.roundTrip"), inUnit("milliseconds", details.rttMs)],
    [t("details.jitter"), inUnit("milliseconds", details.jitterMs)],
    [t("details.loss"), inUnit("percent", details.lossPercent)],
    [t("details.received"), inUnit("kilobits", details.kbpsIn)],
    [t("details.sent"), inUnit("kilobits", details.kbpsOut)],
    [t("details.videoReceived"), picturesIn(translation, details.received)],
    [t("details.videoSent"), picturesIn(translation, details.sent)],
    [t("details.audioCodec"), details.audioCodec ?? NOT_MEASURED],
  ];
}

function pathIn({ t }: Translation, path: MediaPath | undefined): string {
  if (path === undefined) return t("details.unknown");
  const name = t(`details.paths.${path.kind}`);
  const { transport } = path;
  return transport === undefined
    ? name
    : t("details.pathOver", { path: name, transport: transport.toUpperCase() });
}

function picturesIn({ t }: Translation, pictures: readonly VideoDetails[]): string {
  if (pictures.length === 0) return t("details.noVideo");
  return pictures
    .map(({ width, height, framesPerSecond, codec }) =>
      t("details.picture", {
        size: `${width} × ${height}`,
        count: framesPerSecond,
        codec: codec ?? NOT_MEASURED,
      }),
    )
    .join(" · ");
}
