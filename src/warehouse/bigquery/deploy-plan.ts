import type { TableNames } from "../../domain/table-names.js";
import type { DeployPlan, DeployStep } from "../deployment.js";
import { type Definition, PROCEDURES } from "./definitions.js";
import {
  type DeployRecord,
  digestOf,
  isMadeFrom,
  madeBy,
  RECORD,
  readRecord,
  recordStatement,
} from "./deploy-record.js";
import { createAgain, isSameText, routineDifferences } from "./routine-text.js";
import type { PresentRoutine } from "./routines.js";
import { otherShapeRemedy, type PresentColumn, shapeOf, type WantedTable, wantedTables } from "./shapes.js";

/** What stands in a dataset. */
export interface Survey {
  /** Null where there is no such dataset. */
  readonly tables: ReadonlyMap<string, readonly PresentColumn[]> | null;
  readonly routines: ReadonlyMap<string, PresentRoutine>;
}
export interface Wanted {
  readonly projectId: string;
  readonly dataset: string;
  readonly location: string;
  readonly tableNames: TableNames;
  readonly definitions: readonly Definition[];
}

/** What is to be done so that a dataset holds what is wanted, in an order in which it can be done. */
export function deployPlan(wanted: Wanted, survey: Survey, consent: boolean): DeployPlan {
  const { dataset, definitions } = wanted;
  const record = readRecord(survey.routines);
  const routines = definitions.filter(({ kind }) => kind !== "TABLE");
  const steps = [
    ...(survey.tables === null ? [datasetStep(wanted)] : []),
    ...tableSteps(wanted, survey),
    ...routines.map((one) => routineStep(one, dataset, survey.routines.get(one.name), record, consent)),
  ];
  // What is left to somebody else is not recorded as ours.
  const ours = routines.filter(
    ({ name }) => !steps.some((step) => step.name === name && step.action === "leave"),
  );
  const statement = recordStatement(dataset, ours);
  const changes = steps.some(({ action }) => action === "create" || action === "replace");
  const isRecorded =
    record !== null &&
    !record.begun &&
    ours.every((one) => record.routines[one.name] === digestOf(one.statement));
  const stays = isRecorded && !changes;
  const recorded: DeployStep = {
    kind: "record",
    name: RECORD,
    action: stays ? "keep" : record === null ? "create" : "replace",
    needsConsent: false,
    differences:
      stays || record === null
        ? []
        : [`it says version ${record.version}${record.begun ? ", not finished" : ""}`],
    statement: stays ? null : statement,
  };
  return { place: `${wanted.projectId}.${dataset}`, steps: [...steps, recorded] };
}

/** A project's administrator makes datasets as a rule, and a mistyped name must not make one. */
const datasetStep = ({ projectId, dataset, location }: Wanted): DeployStep => ({
  kind: "dataset",
  name: `${projectId}.${dataset}`,
  action: "create",
  needsConsent: true,
  differences: [`there is no such dataset; it would be made in ${location}`],
  statement: `CREATE SCHEMA IF NOT EXISTS \`${projectId}\`.${dataset} OPTIONS (location = "${location}")`,
});

function tableSteps({ tableNames, dataset, definitions }: Wanted, { tables }: Survey): DeployStep[] {
  const statements = new Map(definitions.map((one) => [one.name, one.statement]));
  return wantedTables(tableNames).map((table) =>
    tableStep(table, dataset, statements.get(table.name) ?? "", tables?.get(table.name)),
  );
}

function tableStep(
  wanted: WantedTable,
  dataset: string,
  statement: string,
  present: readonly PresentColumn[] | undefined,
): DeployStep {
  const shape = shapeOf(wanted, present);
  const step = { kind: "table", name: wanted.name, needsConsent: false } as const;
  const also = (further: readonly string[]): string[] =>
    further.length === 0 ? [] : [`it has further columns, which do no harm: ${further.join(", ")}`];
  switch (shape.kind) {
    case "absent":
      return { ...step, action: "create", differences: [], statement };
    case "fits":
      return { ...step, action: "keep", differences: also(shape.further), statement: null };
    case "lacks":
      return {
        ...step,
        action: "add columns",
        needsConsent: true,
        differences: [
          ...shape.missing.map(({ name, type }) => `it has no column ${name} ${type}`),
          ...also(shape.further),
        ],
        statement: `ALTER TABLE ${dataset}.${wanted.name} ${shape.missing
          .map(({ name, type }) => `ADD COLUMN IF NOT EXISTS ${name} ${type}`)
          .join(", ")}`,
      };
    case "other":
      return {
        ...step,
        action: "refuse",
        differences: shape.reasons,
        remedy: otherShapeRemedy(wanted.table),
        statement: null,
      };
  }
}

function routineStep(
  definition: Definition,
  dataset: string,
  present: PresentRoutine | undefined,
  record: DeployRecord | null,
  consent: boolean,
): DeployStep {
  const { name, statement } = definition;
  const step = { kind: stepKind(definition), name, needsConsent: false, statement } as const;
  if (present === undefined) return { ...step, action: "create", differences: [] };
  const version = madeBy(record, present);
  if (isMadeFrom(record, present, statement) || isSameText(present, definition))
    return { ...step, action: "keep", differences: [], statement: null };
  if (present.kind !== definition.kind)
    return {
      ...step,
      action: "refuse",
      differences: [`a ${present.kind} of this name stands there, not a ${definition.kind}`],
      remedy: `it is left as it is: its owner can rename it, or drop it with \`DROP ${present.kind} ${dataset}.${name}\``,
      statement: null,
    };
  const differences = routineDifferences(present, definition);
  if (version !== null)
    return {
      ...step,
      action: "replace",
      differences: [`it is eros-tui's, of version ${version}`, ...differences],
    };
  return {
    ...step,
    // The product works without the three that analysts and the original call: they may stay as they are.
    action: !consent && isPublic(name) ? "leave" : "replace",
    needsConsent: true,
    differences: ["it was not made by eros-tui, or was changed since", ...differences],
    replaced: createAgain(dataset, present),
  };
}

const isPublic = (name: string): boolean => (PROCEDURES as readonly string[]).includes(name);

const stepKind = ({ kind }: Definition): "function" | "table function" | "procedure" =>
  kind === "TABLE FUNCTION" ? "table function" : kind === "PROCEDURE" ? "procedure" : "function";
