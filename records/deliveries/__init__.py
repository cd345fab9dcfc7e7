"""Delivery of adopted recommendations to those whom they address, and what these answer."""
