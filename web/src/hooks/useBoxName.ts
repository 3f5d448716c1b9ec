import { UNNAMED } from "../core/BoxProfile";
import { useServices } from "./services";
import { useStorePart } from "./useStore";

/** What the people here call their box. */
export function useBoxName(): string {
  const { box } = useServices();
  return useStorePart(box.state, (config) => config?.boxName ?? UNNAMED);
}
