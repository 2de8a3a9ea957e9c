"""How well the search finds: nDCG@10 and MRR@10 on the judgement set of the demo city, letters of citizens over law articles."""

from __future__ import annotations

from bench.checks import Options, Result
from bench.judgements import city, letters

LEAST_NDCG, LEAST_MRR = 0.80, 0.80
LEAST_RATIO = 1.2
SHOWN = 8


def run(options: Options) -> Result:
    figures, rows = city.measure(options.folder / "city")
    result = Result(figures={"city": figures, "worst": [row[:2] for row in rows[:SHOWN]]})
    asked = f"{figures['queries']:.0f} 个检索词，云川市公文"
    result.least("nDCG@10", figures["ndcg@10"], LEAST_NDCG, "", asked)
    result.least("MRR@10", figures["mrr@10"], LEAST_MRR, "", asked)
    if not letters.available():
        result.tell("长问句", 0, "", "没有 ../shared/corpus，未测")
        return result
    long = letters.measure(options.folder / "articles")
    result.figures["letters"] = long
    note = (
        f"{long['questions']:.0f} 封群众来信，{long['articles']:.0f} 条法条；二元组 BM25 {long['bigram recall@10']:.3f}"
    )
    result.tell("长问句 recall@10", long["recall@10"], "", note)
    result.least("长问句 recall@10 比二元组 BM25", long["ratio"], LEAST_RATIO, "×", "同一次运行")
    return result
