-- iso: a moment as ISO text in UTC, to the millisecond: JSON knows no moments.
CREATE OR REPLACE FUNCTION {dataset}.iso(p_moment TIMESTAMP) RETURNS STRING AS (FORMAT_TIMESTAMP('%Y-%m-%dT%H:%M:%E3SZ', p_moment));
