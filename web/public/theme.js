// Before the first paint: the look that was chosen, or the system's.
(() => {
  let chosen = "auto";
  try {
    chosen = localStorage.getItem("mandate-look") || "auto";
  } catch {
    // no storage: the system's look
  }
  const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
