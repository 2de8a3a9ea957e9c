import cProfile, pstats
from gongkai.engine.duties.tests.test_measure import crowd
from gongkai.engine.duties.tests.conftest import *
def test_p(crowd):
    pr=cProfile.Profile(); pr.enable()
    actions.load_notice(notice=NOTICE_2027, by=crowd.guan)
    pr.disable(); pstats.Stats(pr).sort_stats("cumtime").print_stats(45)
