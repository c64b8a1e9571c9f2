import { describeWarehouse } from "./contract.js";
import { duckdbPlace } from "./duckdb-place.js";

describeWarehouse("the embedded warehouse", duckdbPlace);
