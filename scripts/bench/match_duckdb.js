// SPDX-License-Identifier: Apache-2.0
// match_duckdb.js AI REPORTS OUTPUT THREADS FOLDER: a left ASOF join by DuckDB; FOLDER takes what exceeds its memory. Only
// times are converted: with all columns as it finds them, or with the text of the times kept beside them, it was slower.
const { DuckDBInstance } = require("@duckdb/node-api");

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

function table(path, times) {
  const converted = times.map((name) => `${name}::TIMESTAMP AS ${name}`).join(", ");
  return `(SELECT * REPLACE (${converted}) FROM read_csv(${quoted(path)}, all_varchar = true))`;
}

async function main(ai, reports, output, threads, folder) {
  const instance = await DuckDBInstance.create(":memory:", {
    threads,
    temp_directory: folder,
    preserve_insertion_order: "false",
  });
  const connection = await instance.connect();
  await connection.run(`
    COPY (
      SELECT s.*, r.*,
        s.study_time >= r.check_in_time AND (r.check_out_time IS NULL OR s.study_time <= r.check_out_time) AS in_session,
        r.report_time <= s.study_time + INTERVAL 24 HOUR AS in_window
      FROM ${table(ai, ["study_time"])} AS s
      ASOF LEFT JOIN ${table(reports, ["check_in_time", "check_out_time", "report_time"])} AS r
      ON s.patient_id = r.patient_id AND r.report_time >= s.study_time
    ) TO ${quoted(output)} (FORMAT csv, HEADER)`);
}

main(...process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
