import { describeWarehouse } from "../warehouse/contract.js";
import { COMMITTING } from "./parts.js";
import { bigqueryPlace } from "./place.js";

describeWarehouse("the warehouse on BigQuery", bigqueryPlace, COMMITTING);
