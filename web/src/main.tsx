import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.css";
import "@mantine/spotlight/styles.css";
import "./tokens.css";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Failed } from "./api/client";
import { App } from "./app/App";
import { theme } from "./theme";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY, // an answer is old when the folder changes, not before
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      retry: (n, error) => !(error instanceof Failed) && n < 2,
    },
  },
});

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        colorSchemeManager={localStorageColorSchemeManager({ key: "mandate-look" })}
      >
        <QueryClientProvider client={client}>
          <App />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
