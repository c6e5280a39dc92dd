"""What must always be true of tasks and picks; `wavecard check` runs this on a live database."""

from app.stock.sql import run

MOST = 100  # of each kind; more would say nothing new

TWO_TASKS = """
SELECT operator_id, COUNT(*) FROM task
WHERE state IN ('offered', 'started', 'unloading') AND operator_id IS NOT NULL
GROUP BY operator_id HAVING COUNT(*) > 1 LIMIT ?"""
NOBODYS = """
SELECT id, state FROM task
WHERE state IN ('offered', 'started', 'unloading') AND operator_id IS NULL LIMIT ?"""
WRONG_PICK = """
SELECT p.id, p.done_qty, COALESCE(-SUM(l.qty), 0) FROM pick p
LEFT JOIN stock_ledger l ON l.pick_id = p.id AND l.reason IN ('picked', 'undone')
GROUP BY p.id, p.done_qty HAVING p.done_qty <> COALESCE(-SUM(l.qty), 0) LIMIT ?"""
WRONG_LINE = """
SELECT o.id, o.picked_qty, COALESCE(SUM(p.done_qty), 0) FROM order_line o
LEFT JOIN pick p ON p.line_id = o.id
GROUP BY o.id, o.picked_qty HAVING o.picked_qty <> COALESCE(SUM(p.done_qty), 0) LIMIT ?"""
WRONG_STATE = """
SELECT id, state, done_qty, qty FROM pick
WHERE (state = 'picked' AND done_qty <> qty) OR (state = 'open' AND done_qty = qty) LIMIT ?"""
UNTOLD = """
WITH told AS (
  SELECT subject_id,
    SUM(CASE what WHEN 'pick:picked' THEN 1 WHEN 'pick:undone' THEN -1 ELSE 0 END) AS picked,
    SUM(CASE what WHEN 'pick:short' THEN 1 ELSE 0 END) AS short,
    SUM(CASE what WHEN 'pick:cancelled' THEN 1 ELSE 0 END) AS cancelled
  FROM timeline_entry WHERE what IN ('pick:picked', 'pick:undone', 'pick:short', 'pick:cancelled')
  GROUP BY subject_id)
SELECT p.id, p.state FROM pick p LEFT JOIN told t ON t.subject_id = p.id
WHERE COALESCE(t.picked, 0) <> CASE p.state WHEN 'picked' THEN 1 ELSE 0 END
   OR COALESCE(t.short, 0) <> CASE p.state WHEN 'short' THEN 1 ELSE 0 END
   OR COALESCE(t.cancelled, 0) <> CASE p.state WHEN 'cancelled' THEN 1 ELSE 0 END
LIMIT ?"""
UNTOLD_TASK = """
WITH told AS (
  SELECT subject_id,
    SUM(CASE what WHEN 'task:done' THEN 1 ELSE 0 END) AS done,
    SUM(CASE what WHEN 'task:cancelled' THEN 1 ELSE 0 END) AS cancelled,
    SUM(CASE what WHEN 'task:offered' THEN 1 WHEN 'task:declined' THEN -1 WHEN 'task:taken_back' THEN -1
        WHEN 'task:handed_on' THEN -1 ELSE 0 END) AS held
  FROM timeline_entry
  WHERE what IN ('task:done', 'task:cancelled', 'task:offered', 'task:declined', 'task:taken_back',
    'task:handed_on')
  GROUP BY subject_id)
SELECT k.id, k.state FROM task k LEFT JOIN told t ON t.subject_id = k.id
WHERE COALESCE(t.done, 0) <> CASE k.state WHEN 'done' THEN 1 ELSE 0 END
   OR COALESCE(t.cancelled, 0) <> CASE k.state WHEN 'cancelled' THEN 1 ELSE 0 END
   OR (k.state <> 'cancelled' AND COALESCE(t.held, 0) <> CASE k.state WHEN 'queued' THEN 0 ELSE 1 END)
LIMIT ?"""

SENTENCES = {
    TWO_TASKS: "waves: operator {} has {} tasks at once",
    NOBODYS: "waves: task {} is {} and nobody has it",
    WRONG_PICK: "picking: pick {} says {} done, the ledger {}",
    WRONG_LINE: "picking: order line {} says {} picked, its picks {}",
    WRONG_STATE: "picking: pick {} is {} with {} of {} done",
    UNTOLD: "picking: pick {} is {} and the timeline tells it otherwise",
    UNTOLD_TASK: "waves: task {} is {} and the timeline tells it otherwise",
}


def list_problems() -> list[str]:
    """One task, one picker; picked lines = picks = ledger moves; one timeline entry a transition."""
    return [sentence.format(*row) for sql, sentence in SENTENCES.items() for row in run(sql, MOST)]
