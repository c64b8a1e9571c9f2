import { badInput } from "../../domain/errors.js";

/** A project id: also of the old kind, `domain.com:project`. */
const PROJECT = /^(?:[a-z0-9][a-z0-9.-]{0,61}[a-z0-9]:)?[a-z][a-z0-9-]{1,61}[a-z0-9]$/;
const DATASET = /^[A-Za-z_]\w{0,1023}$/;
const LOCATION = /^[A-Za-z0-9-]{2,40}$/;

/** @throws {ErosError} for what cannot be a project, dataset or location: such names stand in statements as they are. */
export function checkNames(names: {
  readonly projectId: string;
  readonly dataset: string;
  readonly location: string;
}): void {
  if (!PROJECT.test(names.projectId))
    throw badInput(
      "--project-id",
      `“${names.projectId}” is no project id`,
      "give up to 63 lower-case letters, digits and -, beginning with a letter",
    );
  if (!DATASET.test(names.dataset))
    throw badInput(
      "--dataset",
      `“${names.dataset}” is no dataset`,
      "give letters, digits and underscores, not beginning with a digit",
    );
  if (!LOCATION.test(names.location))
    throw badInput(
      "location",
      `“${names.location}” is no location`,
      "give the dataset's own, for example US, EU or europe-west3",
    );
}

/** A label's value takes lower-case letters, digits, - and _ only. */
export const labelOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "-")
    .slice(0, 63);

/** Part of a job's id, which takes letters, digits, - and _ only. */
export const idPart = (text: string): string => text.replace(/[^A-Za-z0-9_-]/g, "-").slice(0, 200);
