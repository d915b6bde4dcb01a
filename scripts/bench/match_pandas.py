# SPDX-License-Identifier: Apache-2.0
"""match_pandas.py AI REPORTS OUTPUT: the same left join by pandas.merge_asof. Columns of few values are categories, which
is quicker than text here, and the sort that merge_asof needs is part of the work."""
import sys

import pandas as pd

ai, reports, output = sys.argv[1:]
few = {name: "category" for name in ("facility_id", "sex", "birth_year", "service_id", "status", "pipeline_hash", "label")}
kinds = {"patient_id": str, **few}
studies = pd.read_csv(ai, dtype=kinds, parse_dates=["study_time"]).sort_values("study_time")
times = ["check_in_time", "check_out_time", "report_time"]
read = pd.read_csv(reports, dtype=kinds, parse_dates=times).sort_values("report_time")
joined = pd.merge_asof(studies, read, left_on="study_time", right_on="report_time", by="patient_id", direction="forward",
                       tolerance=pd.Timedelta(hours=24))
del studies, read
joined["in_session"] = (joined["study_time"] >= joined["check_in_time"]) & (
    joined["check_out_time"].isna() | (joined["study_time"] <= joined["check_out_time"]))
joined["in_window"] = joined["report_time"].notna()
joined.to_csv(output, index=False)
