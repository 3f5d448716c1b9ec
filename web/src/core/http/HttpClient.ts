/**
 * JSON over `fetch` to the box itself. The account's session is an HttpOnly cookie that this code never sees;
 * a guest's calls name their token. A 401 on a cookie call is answered by one refresh and one retry.
 */
import type { ErrorCode, Problem } from "../../protocol";

/** `unreachable`: no answer at all. `unexpected`: an answer that is no problem document. */
export type ApiErrorCode = ErrorCode | "unreachable" | "unexpected";

export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ApiErrorCode;
  /** 0 when there was no answer. */
  readonly status: number;
  readonly correlationId: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ApiErrorCode,
    status: number,
    detail: string,
    extra: { correlationId?: string | undefined; retryAfterSeconds?: number | undefined } = {},
  ) {
    super(detail);
    this.code = code;
    this.status = status;
    this.correlationId = extra.correlationId;
    this.retryAfterSeconds = extra.retryAfterSeconds;
  }
}

export interface RequestOptions {
  body?: unknown;
  /** A guest's access token; without it the cookie speaks. */
  bearer?: string | undefined;
  /** A room's access token. Not in the address, where logs would keep it. */
  invite?: string | undefined;
  /** False where a 401 is the answer itself and no lapsed session, as for a wrong password. */
  refresh?: boolean;
}

/** Runs one task at a time among all the tabs of this browser. */
export type Exclusively = <T>(task: () => Promise<T>) => Promise<T>;

export class HttpClient {
  readonly #fetch: typeof fetch;
  readonly #exclusively: Exclusively;
  #refreshing: Promise<boolean> | undefined;

  /** `exclusively` guards the refresh token, which is good once: two tabs that used one would end the session. */
  constructor(fetchFunction: typeof fetch, exclusively: Exclusively = (task) => task()) {
    this.#fetch = fetchFunction;
    this.#exclusively = exclusively;
  }

  /** @returns the body, undefined where there is none */
  async request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    return (await bodyOf(await this.open(method, path, options))) as T;
  }

  /** For a body that is no JSON: whoever asked reads it. */
  async open(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
    let response = await this.#send(method, path, options);
    const mayRefresh = response.status === 401 && options.bearer === undefined && options.refresh !== false;
    if (mayRefresh && (await this.refreshSession())) response = await this.#send(method, path, options);
    if (!response.ok)
      throw toApiError(response.status, response.headers.get("Retry-After"), await bodyOf(response));
    return response;
  }

  /** Rotates the session's cookies; false when there is no session to renew. Concurrent callers share one call. */
  refreshSession(): Promise<boolean> {
    this.#refreshing ??= this.#exclusively(() => this.#send("POST", "/api/auth/refresh", {}))
      .then((response) => response.ok)
      .finally(() => {
        this.#refreshing = undefined;
      });
    return this.#refreshing;
  }

  async #send(method: string, path: string, options: RequestOptions): Promise<Response> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (options.body !== undefined) headers["Content-Type"] = "application/json";
    if (options.bearer !== undefined) headers["Authorization"] = `Bearer ${options.bearer}`;
    if (options.invite !== undefined) headers["Room-Access-Token"] = options.invite;
    const init: RequestInit = {
      method,
      headers,
      credentials: options.bearer === undefined ? "same-origin" : "omit",
    };
    if (options.body !== undefined) init.body = JSON.stringify(options.body);
    try {
      return await this.#fetch(path, init);
    } catch {
      throw new ApiError("unreachable", 0, "The box did not answer.");
    }
  }
}

function bodyOf(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined);
}

/** @param retryAfter the header of that name */
export function toApiError(status: number, retryAfter: string | null, body: unknown): ApiError {
  const seconds = Number(retryAfter ?? Number.NaN);
  const retryAfterSeconds = Number.isFinite(seconds) ? seconds : undefined;
  if (!isProblem(body)) {
    return new ApiError("unexpected", status, `The box answered ${status}.`, { retryAfterSeconds });
  }
  return new ApiError(body.code, status, body.detail, {
    correlationId: body.correlationId,
    retryAfterSeconds,
  });
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && typeof (body as Partial<Problem>).code === "string";
}
