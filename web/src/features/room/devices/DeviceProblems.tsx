import { useServices } from "../../../hooks/services";
import { useTranslation } from "../../../hooks/translation";
import { useStorePart } from "../../../hooks/useStore";
import { mediaSentence } from "../../../i18n/sentences";
import { Notice } from "../../../ui/Notice";

/** What is amiss with camera and microphone, and what to do. */
export function DeviceProblems() {
  const { media } = useServices().call;
  const translation = useTranslation();
  const problems = useStorePart(media.state, (state) => state.problems);
  return (["video", "audio"] as const).map((kind) => {
    const problem = problems[kind];
    if (problem === null) return null;
    const { title, advice } = mediaSentence(translation, kind, problem.why);
    return (
      <Notice key={kind} title={title} tone="warning">
        {advice}
      </Notice>
    );
  });
}
