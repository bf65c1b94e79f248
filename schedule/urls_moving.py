"""Moving dates."""

from django.urls import URLPattern, path

from schedule.views import moving, moving_together, notice, proposals

urlpatterns: list[URLPattern] = [
    path("events/<int:pk>/move/", moving.move, name="move"),
    path("events/<int:pk>/move-together/", moving_together.move_together, name="move_together"),
    path("events/undo-moves/", moving_together.undo_moves, name="undo_moves"),
    path("events/<int:pk>/undo-move/", moving.undo, name="undo_move"),
    path("events/<int:pk>/agree/", moving.agree, name="agree"),
    path("events/<int:pk>/proposals/<int:proposal>/agree/", proposals.agree, name="proposal_agree"),
    path("events/<int:pk>/proposals/<int:proposal>/counter/", proposals.counter, name="proposal_counter"),
    path("events/<int:pk>/proposals/<int:proposal>/decline/", proposals.decline, name="proposal_decline"),
    path("events/<int:pk>/proposals/<int:proposal>/withdraw/", proposals.withdraw, name="proposal_withdraw"),
    path("notice/", notice.notice, name="notice"),
    path("notice/moves.csv", notice.notice_csv, name="notice_csv"),
]
