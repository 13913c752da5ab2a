"""Refused rows out as a workbook, and back in when they are repaired."""
