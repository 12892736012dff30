"""Handing a drawing to the program that runs a machine here: LightBurn and MillMage.

Only programs on this machine, or on hosts that ARTSTUDIO_SEND_TO names, are asked, and only
to load a drawing. No call that starts a machine is ever made.
"""
