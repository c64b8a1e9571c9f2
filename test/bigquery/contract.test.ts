import { ALL_PARTS, describeWarehouse } from "../warehouse/contract.js";
import { FOLLOWING } from "./parts.js";
import { bigqueryPlace } from "./place.js";

describeWarehouse(
  "the warehouse on BigQuery",
  bigqueryPlace,
  ALL_PARTS.filter((part) => !FOLLOWING.includes(part)),
);
