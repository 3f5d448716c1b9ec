import "./logo.css";

/** The cat that listens: a speech bubble with ears. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg className={className} viewBox="0 0 32 32" aria-hidden="true">
      <path
        fill="currentColor"
        fillRule="evenodd"
        d="M4 29V6.4c0-2 2.3-3.1 3.9-1.8L12.4 8.2h7.2l4.5-3.6C25.7 3.3 28 4.4 28 6.4V19a8 8 0 0 1-8 8H9.5L6.3 29.6C5.4 30.3 4 30 4 29ZM11.6 14.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4Zm8.8 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z"
      />
    </svg>
  );
}

const DRAWN = "Neko";

/** Mark and name: the drawn one, or what the box is called. */
export function Logo({ name }: { name: string }) {
  return (
    <span className="logo">
      <Mark className="logo__mark" />
      {name === DRAWN ? <Word /> : <bdi className="logo__name">{name}</bdi>}
    </span>
  );
}

function Word() {
  return (
    <svg className="logo__word" viewBox="0 0 74 26" role="img" aria-label="Neko">
      <g fill="none" stroke="currentColor" strokeWidth="3.6" strokeLinecap="round" strokeLinejoin="round">
        <path d="M2.5 23V9.5M2.5 15.2a5.7 5.7 0 0 1 11.4 0V23" />
        <path d="M20.5 16.2h12.6a6.5 6.5 0 1 0-1.9 4.7" />
        <path d="M39.5 23V2.5M49 9.5l-9.5 8M43.2 14.6L49.5 23" />
        <circle cx="62.5" cy="16.3" r="6.7" />
      </g>
    </svg>
  );
}
