import { pad } from "../../text/fit.js";
import { printable } from "../../text/printable.js";
import type { DeployPlan, DeployStep } from "../../warehouse/deployment.js";

/** Lines of a difference that are shown; all of them are in the JSON. */
const SHOWN = 14;

const SAID: Readonly<Record<DeployStep["action"], string>> = {
  create: "to make",
  "add columns": "to be given columns",
  replace: "to replace",
  keep: "as they should be",
  leave: "older, left as they are (--yes replaces them)",
  refuse: "in the way",
};

/**
 * The plan as a person reads it: what is as it should be is counted, the rest named, with its differences where there
 * are any. @param columns width of the text.
 */
export function planText(plan: DeployPlan, columns: number): string {
  const changes = plan.steps.filter(({ action }) => action !== "keep");
  const bare = changes.filter((step) => detail(step).length === 0);
  const heads = new Set(bare.map(headOf));
  const width = Math.max(0, ...changes.map((step) => headOf(step).length));
  return [
    plan.place,
    ...changes.filter((step) => detail(step).length > 0).flatMap((step) => told(step, width)),
    ...[...heads].flatMap((head) => {
      const names = bare.filter((step) => headOf(step) === head).map(({ name }) => printable(name, 128));
      return wrapped(names, columns - width - 4).map(
        (line, index) => `  ${pad(index === 0 ? head : "", width)}  ${line}`,
      );
    }),
    ...plan.steps.filter(({ action, differences }) => action === "keep" && differences.length > 0).map(noted),
    countsText(plan),
  ].join("\n");
}

const headOf = ({ action, kind }: DeployStep): string => `${action} ${kind}`;

const told = (step: DeployStep, width: number): string[] => [
  `  ${pad(headOf(step), width)}  ${printable(step.name, 128)}${step.needsConsent ? "  (with --yes only)" : ""}`,
  ...detail(step).map((line) => `      ${line}`),
];

const noted = ({ kind, name, differences }: DeployStep): string =>
  `  ${kind} ${printable(name, 128)}: ${printable(differences.join("; "), 400)}`;

/** Names behind each other, as many as a line takes. */
function wrapped(names: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 3 + name.length < width)
      lines[lines.length - 1] = `${last}, ${name}`;
    else lines.push(name);
  }
  return lines.map((line, index) => (index < lines.length - 1 ? `${line},` : line));
}

function detail({ differences, remedy }: DeployStep): string[] {
  const shown = differences.slice(0, SHOWN).map((line) => printable(line, 200));
  const more = differences.length - shown.length;
  return [
    ...shown,
    ...(more > 0 ? [`… ${more} more lines; --json has them all`] : []),
    ...(remedy === undefined ? [] : [`→ ${remedy}`]),
  ];
}

function countsText({ steps }: DeployPlan): string {
  const counts = Object.entries(SAID).flatMap(([action, said]) => {
    const count = steps.filter((step) => step.action === action).length;
    return count === 0 ? [] : [`${count} ${said}`];
  });
  return counts.join(", ");
}
