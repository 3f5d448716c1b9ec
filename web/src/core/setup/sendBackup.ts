/** Sends a backup to a box that has nobody yet. `fetch` tells nothing of how far a body has come, so this is the older way. */
import type { RestoreAnswer } from "../../protocol";
import { ApiError, toApiError } from "../http/HttpClient";

export interface BackupToSend {
  file: Blob;
  /** From the set-up link. */
  setupToken: string;
  /** Empty where the backup has none. */
  passphrase: string;
}

/**
 * @param onProgress told the part that has gone, 0 to 1
 * @returns what the box is about to become
 * @throws ApiError
 */
export function sendBackup(
  { file, setupToken, passphrase }: BackupToSend,
  onProgress: (part: number) => void,
): Promise<RestoreAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/setup/restore");
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Setup-Token", encodeURIComponent(setupToken));
    if (passphrase !== "") request.setRequestHeader("Backup-Passphrase", encodeURIComponent(passphrase));
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onerror = () => reject(new ApiError("unreachable", 0, "The box did not answer."));
    request.onload = () => {
      const body = parse(request.responseText);
      if (request.status === 202) resolve(body as RestoreAnswer);
      else reject(toApiError(request.status, request.getResponseHeader("Retry-After"), body));
    };
    request.send(file);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
