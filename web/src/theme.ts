import { Button, createTheme, type MantineColorsTuple } from "@mantine/core";

// The component library's accent, from the tokens.
const accent: MantineColorsTuple = [
  "var(--m-wash)",
  "var(--m-wash)",
  "var(--m-hair)",
  "var(--m-interested)",
  "var(--m-conditional)",
  "var(--m-accent)",
  "var(--m-accent)",
  "var(--m-accent)",
  "var(--m-accent)",
  "var(--m-accent)",
];

export const theme = createTheme({
  fontFamily: "var(--m-font)",
  primaryColor: "accent",
  primaryShade: { light: 6, dark: 6 },
  colors: { accent },
  // On the accent, letters in the colour that the tokens have for it.
  components: {
    Button: Button.extend({
      vars: (_, p) => ({
        root: p.variant === undefined || p.variant === "filled" ? { "--button-color": "var(--m-accent-ink)" } : {},
      }),
    }),
  },
  defaultRadius: 3,
  cursorType: "pointer",
  respectReducedMotion: true,
  focusRing: "auto",
  fontSizes: { xs: "0.8rem", sm: "0.88rem", md: "1rem", lg: "1.1rem", xl: "1.25rem" },
});
