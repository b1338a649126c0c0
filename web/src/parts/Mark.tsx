// The marks, as large as the text around them unless a size in pixels is given: shape and fill carry the rung, colour only repeats it.
import classes from "./Mark.module.css";

const shapes: Record<string, React.ReactNode> = {
  agreed: <circle cx="8" cy="8" r="6" fill="currentColor" />,
  conditional: (
    <>
      <circle cx="8" cy="8" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M8 2.8a5.2 5.2 0 0 0 0 10.4z" fill="currentColor" />
    </>
  ),
  interested: (
    <>
      <circle cx="8" cy="8" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M8 8V13.2A5.2 5.2 0 0 1 2.8 8z" fill="currentColor" />
    </>
  ),
  silent: <circle cx="8" cy="8" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.4" />,
  objects: (
    <path d="M3.4 3.4l9.2 9.2M12.6 3.4l-9.2 9.2" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" fill="none" />
  ),
  unknown: <path d="M4 8h8" stroke="currentColor" strokeWidth="1.6" fill="none" />,
};

export function Glyph({ rung, hook = false, size }: { rung: string; hook?: boolean; size?: number }) {
  const side = size ? `${size}px` : "1em";
  const kind = rung === "ruled out" ? "objects" : rung;
  return (
    <svg
      className={`${classes.glyph} ${classes[kind] ?? ""}`}
      style={{ width: hook ? `calc(1.35 * ${side})` : side, height: side }}
      viewBox={hook ? "0 0 21.6 16" : "0 0 16 16"}
      aria-hidden="true"
    >
      {shapes[kind] ?? shapes.unknown}
      {hook && (
        <path d="M16.2 3.2v5.2a2 2 0 0 0 4 0V7" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" />
      )}
    </svg>
  );
}
