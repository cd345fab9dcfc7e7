"""Addresses of deliveries and of the reply links."""

from django.urls import path

from records.deliveries import managing, replying, views

urlpatterns = [
    path("records/deliveries/", views.register, name="deliveries"),
    path("records/deliveries.csv", views.table, name="deliveries_csv"),
    path("records/deliveries/<uuid:delivery_id>/", views.detail, name="delivery"),
    path("records/deliveries/<uuid:delivery_id>/manage/", managing.manage, name="delivery_manage"),
    path("records/deliveries/<uuid:delivery_id>/proof/", managing.proof, name="delivery_proof"),
    path("records/recommendations/<int:number>/deliver/", managing.deliver, name="deliver"),
    path("reply/<str:secret>/", replying.reply, name="reply"),
]
