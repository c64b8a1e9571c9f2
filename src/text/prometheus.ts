import { HEALTHS, type HealthFacts } from "../domain/monitoring.js";

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number | null];

/** The pages' health as Prometheus reads it from a text file; what is not known has no sample. */
export const healthMetrics = ({ pages }: HealthFacts): string => {
  const of = (value: (page: HealthFacts["pages"][number]) => number | null): Sample[] =>
    pages.map((page) => [{ page: page.page }, value(page)]);
  return [
    metric("eros_runs", "Runs of the last 7 days by outcome.", [
      ...pages.flatMap(({ page, successes, errors, conflicts }): Sample[] => [
        [{ page, outcome: "success" }, successes],
        [{ page, outcome: "error" }, errors],
        [{ page, outcome: "conflict" }, conflicts],
      ]),
    ]),
    metric(
      "eros_success_ratio",
      "Successes of the runs that count, 7 days.",
      of(({ successRate }) => successRate),
    ),
    metric(
      "eros_run_seconds_mean",
      "Mean duration of a run, 7 days.",
      of(({ meanSeconds }) => meanSeconds),
    ),
    metric(
      "eros_messages_mean",
      "Mean messages of a stored schedule, 7 days.",
      of(({ meanMessages }) => meanMessages),
    ),
    metric(
      "eros_last_run_timestamp_seconds",
      "When the page's last run ended.",
      of(({ lastRun }) => (lastRun === null ? null : lastRun / 1000)),
    ),
    metric(
      "eros_health",
      "1 for the state that the page is in.",
      pages.flatMap(({ page, health }) =>
        HEALTHS.map((state): Sample => [{ page, state }, health === null ? null : Number(health === state)]),
      ),
    ),
  ].join("\n");
};

/** The alerts as Prometheus reads them. */
export const alertMetrics = ({ alerts }: HealthFacts): string => {
  const named = (name: string): Labels => ({ alert: name.replaceAll(" ", "_") });
  return [
    metric(
      "eros_alert",
      "1 where the alert fires.",
      alerts.map(({ name, fires }): Sample => [named(name), Number(fires)]),
    ),
    metric(
      "eros_alert_figure",
      "What the alert looks at.",
      alerts.map(({ name, figure }): Sample => [named(name), figure]),
    ),
    metric(
      "eros_alert_limit",
      "From where on it fires.",
      alerts.map(({ name, limit }): Sample => [named(name), limit]),
    ),
  ].join("\n");
};

function metric(name: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.flatMap(([labels, value]) =>
    value === null ? [] : [`${name}{${labelText(labels)}} ${value}`],
  );
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines].join("\n");
}

const labelText = (labels: Labels): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(",");

const escaped = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
